package dev.bulla.cli.frame;

import java.time.InstantSource;

/**
 * Everything outside the program; a test gives another one.
 *
 * @param environment variables and directories
 * @param console streams and terminal
 * @param clock read once in a run
 * @param interrupts Ctrl-C
 */
public record World(Environment environment, Console console, InstantSource clock, Interrupts interrupts) {}
