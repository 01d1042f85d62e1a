/**
 * CNAB bundles: {@code bundle.json} as the bytes that are signed, the thin bundle with its config manifest and bundle index
 * exactly as other tools write them, the thick bundle as an archive, the relocation map, and the checks that tie these forms
 * to one another. Nothing here knows a network or a file; archives come and go as streams.
 */
@NullMarked
package dev.bulla.cnab;

import org.jspecify.annotations.NullMarked;
