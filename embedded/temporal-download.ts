/**
 * A program of its own, because the SDK's download cannot be given up once it has begun and leaves its
 * runtime behind in the process: `node temporal-download.ts <folder>` has the SDK put the official
 * executable for its version into the folder.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [, , downloadDir = ''] = process.argv;
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
});
await environment.teardown();
