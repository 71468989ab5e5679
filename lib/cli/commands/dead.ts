import type { CommandGroup } from '../frame/command-spec.js';
import { deadRemove, deadReplay } from './dead-change.js';
import { deadExport, deadImport } from './dead-files.js';
import { deadList } from './dead-list.js';
import { deadShow } from './dead-show.js';

export const dead: CommandGroup = {
  name: 'dead',
  summary: 'See dead letters, put them back, remove, export and import them.',
  commands: [deadList, deadShow, deadReplay, deadRemove, deadExport, deadImport],
};
