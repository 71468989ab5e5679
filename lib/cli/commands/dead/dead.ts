import type { CommandGroup } from '../../frame/command-spec.js';
import { deadExport } from './dead-export.js';
import { deadImport } from './dead-import.js';
import { deadList } from './dead-list.js';
import { deadRemove } from './dead-remove.js';
import { deadReplay } from './dead-replay.js';
import { deadShow } from './dead-show.js';

export const dead: CommandGroup = {
  name: 'dead',
  summary: 'See, replay, remove, export and import dead letters.',
  commands: [deadList, deadShow, deadReplay, deadRemove, deadExport, deadImport],
};
