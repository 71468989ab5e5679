import type { CommandGroup } from '../frame/command-spec.js';
import { azureConvert } from './azure-convert.js';

export const azure: CommandGroup = {
  name: 'azure',
  summary: 'Move apps of Azure Functions.',
  commands: [azureConvert],
};
