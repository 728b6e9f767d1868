import { testInsertions } from './insertions'

testInsertions('float32')
