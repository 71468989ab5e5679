import { describeCases } from './describe-cases.js';
import { listCases } from './cases/lists.js';

describeCases('lists', listCases);
