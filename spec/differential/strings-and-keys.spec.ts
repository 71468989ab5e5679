import { describeCases } from './describe-cases.js';
import { keyCases } from './cases/keys.js';
import { stringCases } from './cases/strings.js';

describeCases('strings', stringCases);
describeCases('keys', keyCases);
