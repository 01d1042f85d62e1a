package dev.bulla.cli.testing;

/** What a run of the program left. */
public record Run(int status, String out, String err) {}
