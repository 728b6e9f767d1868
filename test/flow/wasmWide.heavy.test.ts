import { testOtherWideFlows } from './support/compiled'

testOtherWideFlows('float32')
testOtherWideFlows('float64')
