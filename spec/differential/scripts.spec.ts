import { describeCases } from './describe-cases.js';
import { scriptCases } from './cases/scripts.js';

describeCases('scripts', scriptCases);
describeCases('scripts, run by the engine of Lua', scriptCases, { prefersLua: true });
