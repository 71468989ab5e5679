/* Says how many milliseconds it takes to import the modules that are named, one after the other. */

const began = performance.now();
for (const name of process.argv.slice(2)) await import(name);
process.stdout.write(`${performance.now() - began}\n`);
