/**
 * Plain TUF repositories: a namespace written as the files that any TUF client reads over HTTP or from a directory, and
 * such files brought into a namespace; role files stay what they are to the last byte.
 */
@NullMarked
package dev.bulla.publish.tree;

import org.jspecify.annotations.NullMarked;
