import type { CommandGroup } from '../frame/command-spec.js';
import { generateAcl } from './generate-acl.js';
import { generateAsyncApi } from './generate-asyncapi.js';
import { generateGrafana } from './generate-grafana.js';
import { generateKeda } from './generate-keda.js';

export const generate: CommandGroup = {
  name: 'generate',
  summary: 'Print what other tools read, without connecting.',
  commands: [generateKeda, generateAcl, generateGrafana, generateAsyncApi],
};
