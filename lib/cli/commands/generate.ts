import type { CommandGroup } from '../frame/command-spec.js';
import { generateAcl } from './generate-acl.js';
import { generateKeda } from './generate-keda.js';

export const generate: CommandGroup = {
  name: 'generate',
  summary: 'Print what follows from the decorators alone.',
  commands: [generateKeda, generateAcl],
};
