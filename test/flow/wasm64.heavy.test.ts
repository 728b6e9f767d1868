import { testCompiledFlows } from './support/compiled'

testCompiledFlows('float64')
