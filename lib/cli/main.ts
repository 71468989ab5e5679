#!/usr/bin/env node
import { projectsCommandLine } from './projects-command-line.js';

const elsewhere = projectsCommandLine(process.cwd(), import.meta.url);

// One that is installed globally leaves everything to the one that the project has.
if (elsewhere) await import(elsewhere.href);
else await run();

async function run(): Promise<void> {
  // Whoever reads the output may have seen enough of it.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const { runCommandLine } = await import('./run-command-line.js');
  const { ProgramRunner } = await import('./program/program-runner.js');
  const programFile = new URL('./program/program-main.js', import.meta.url);
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    streams: process,
    programs: (options, listener) => new ProgramRunner(programFile, options, listener),
  });
}
