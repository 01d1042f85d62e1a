/** What this machine trusts and remembers, on its disk: role files of TUF repositories, written atomically. */
@NullMarked
package dev.bulla.trust;

import org.jspecify.annotations.NullMarked;
