import { startFixture } from './fixture-server.ts'
import { walk } from './walk.ts'

// The same walk goes over the real server and its demo in server-pages.test.ts.
walk('pages over made-up views', startFixture)
