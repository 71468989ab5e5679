import { describeCases } from './describe-cases.js';
import { computedCases } from './cases/computed.js';

describeCases('bits, HyperLogLogs, subsequences, sorting, places', computedCases);
