import { describeCases } from './describe-cases.js';
import { streamCases } from './cases/streams.js';

describeCases('streams', streamCases);
