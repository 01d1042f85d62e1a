/**
 * What a thief of keys can reach who holds the registry, too: a program that forges with every key it has and presents
 * whatever it likes, and the table of what that must come to (CNAB-Sec 301 and 302, TUF 1.5.2).
 */
@NullMarked
package dev.bulla.tuf.attack;

import org.jspecify.annotations.NullMarked;
