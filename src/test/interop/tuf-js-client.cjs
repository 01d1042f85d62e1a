// A client of somebody else's making (npm tuf-js) over a tree that `bulla export` wrote.
// usage: node tuf-js-client.cjs MODULES WORK METADATA_URL TARGET_URL TARGET...
// WORK/metadata holds root.json; targets land in WORK/targets. Prints a line for each target.
'use strict';
const path = require('path');
const [modules, work, metadataBaseUrl, targetBaseUrl, ...targets] = process.argv.slice(2);
const { Updater } = require(path.join(modules, 'tuf-js'));

(async () => {
  const updater = new Updater({
    metadataDir: path.join(work, 'metadata'),
    metadataBaseUrl,
    targetDir: path.join(work, 'targets'),
    targetBaseUrl,
  });
  await updater.refresh();
  for (const name of targets) {
    const info = await updater.getTargetInfo(name);
    if (!info) {
      throw new Error(`${name} is no target`);
    }
    console.log(`${name} ${info.length} ${await updater.downloadTarget(info)}`);
  }
})().catch((error) => {
  console.error(`tuf-js: ${error.message}`);
  process.exit(1);
});
