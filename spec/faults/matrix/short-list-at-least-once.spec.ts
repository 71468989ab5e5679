import { describeShortRuns } from './describe-short-runs.js';

describeShortRuns('reliableList');
