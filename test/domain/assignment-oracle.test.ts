/** Two agencies: the binding tables of PRODUCT 3, every act and every edict in every reachable state. */
import { testWalks } from '#test/support/assignment-walked.ts';

testWalks(2);
