/** Three agencies: "received by every, confirmed by every other", every act and edict in every reachable state. */
import { testWalks } from '#test/support/assignment-walked.ts';

testWalks(3);
