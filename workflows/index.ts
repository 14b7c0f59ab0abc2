export { rolloutWorkflow } from './rollout.ts';
