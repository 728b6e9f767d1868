import { testInsertions } from './insertions'

testInsertions('float64')
