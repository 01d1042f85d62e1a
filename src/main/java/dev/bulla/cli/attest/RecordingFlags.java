package dev.bulla.cli.attest;

import dev.bulla.cli.frame.CommandModel;
import dev.bulla.cli.frame.Format;

/** The flags that recording commands share. */
final class RecordingFlags {
    private RecordingFlags() {}

    /** Who performs which step, and where its link goes. */
    static CommandModel functionary(CommandModel model) {
        return model.flag("--step NAME", "the step of the layout")
                .flag("--key KEY", "the functionary's key: name in the key directory, or file")
                .flag("--link-dir DIR", "folder for STEP.KEYID8.link, default here")
                .flag("--envelope WORD", "dsse (default), metablock for in-toto before 1.4, or statement (link v0.3)")
                .flag("--layout FILE", "the layout, whose id for the key is used")
                .formats(Format.TEXT, Format.JSON);
    }

    /** What is recorded before a step. */
    static CommandModel materials(CommandModel model) {
        return model.flag("--material PATH|REF...", "file, folder, or artifact in a place, as it is before the step")
                .flag("--check-materials", "first check them against the layout and the links that are there")
                .flag("--layout-key FILE...", "public key of an owner of the layout, with --check-materials");
    }

    /** What is recorded after a step. */
    static CommandModel products(CommandModel model) {
        return model.flag("--product PATH|REF...", "the same as it is after the step");
    }

    /** How files are named. */
    static CommandModel files(CommandModel model) {
        return model.flag("--base DIR", "names and paths of files are relative to it, default here")
                .flag("--exclude PATTERN...", "files that are not recorded; patterns as in artifact rules");
    }
}
