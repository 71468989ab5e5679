import { describeCases } from './describe-cases.js';
import { scriptCases } from './cases/scripts.js';

describeCases('the scripts of the framework and their equivalents', scriptCases);
