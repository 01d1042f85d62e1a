/**
 * The publisher's side of TUF, as pure as the client's: drafts of role files that keep whatever they do not understand,
 * files that gather signatures, what changed between two versions, and bins by hash.
 */
@NullMarked
package dev.bulla.tuf.edit;

import org.jspecify.annotations.NullMarked;
