package dev.bulla.mutants;

import java.nio.file.Path;

/** The sections of {@code attacks.txt}, each with a file of mutants and one of results. */
enum Section {
    POWERS("powers", "What stolen keys and a hostile registry reach"),
    HOLES("holes", "Holes of the design"),
    PEERS("peers", "Faults of other programs that must not come back"),
    REGISTRY("registry", "What a hostile registry does"),
    TUF_CLIENTS("tuf-clients", "Faults of TUF clients"),
    UPDATES("updates", "Attacks on updates"),
    SUPPLY_CHAINS("supply-chains", "Supply chains");

    /** Where the files are. */
    static final Path FOLDER = Path.of("src", "test", "resources", "security", "mutants");

    private final String word;
    private final String title;

    Section(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** The name of its files. */
    String word() {
        return word;
    }

    /** Its heading. */
    String title() {
        return title;
    }

    /** The file of its mutants. */
    Path mutants() {
        return FOLDER.resolve(word + ".txt");
    }

    /** The file that says which tests killed them. */
    Path results() {
        return FOLDER.resolve("results").resolve(word + ".txt");
    }
}
