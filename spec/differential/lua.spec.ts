import { describeCases } from './describe-cases.js';
import { luaCases } from './cases/lua.js';

describeCases('Lua', luaCases);
