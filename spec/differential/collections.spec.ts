import { describeCases } from './describe-cases.js';
import { hashCases, setCases, sortedSetAlgebraCases, sortedSetCases } from './cases/collections.js';

describeCases('hashes', hashCases);
describeCases('sets', setCases);
describeCases('sorted sets', sortedSetCases);
describeCases('several sorted sets', sortedSetAlgebraCases);
