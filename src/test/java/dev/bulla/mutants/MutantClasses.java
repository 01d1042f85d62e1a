package dev.bulla.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the files that a mutant changes. */
final class MutantClasses {
    private MutantClasses() {}

    /**
     * Writes the classes of a mutant.
     *
     * @throws IllegalStateException if they cannot be compiled, or an edit does not fit
     */
    static void compile(Mutant mutant, Path into) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Edit edit : mutant.edits()) {
            String source = sources.getOrDefault(edit.file(), Files.readString(MutantFiles.source(edit)));
            if (edit.occurrences(source) != 1) {
                throw new IllegalStateException(
                        mutant.id() + ": occurs " + edit.occurrences(source) + " times: " + edit.was());
            }
            sources.put(edit.file(), edit.applyTo(source));
        }
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Changed(name, text)));
        Files.createDirectories(into);
        List<String> options = List.of(
                "--release",
                "21",
                "-proc:none",
                "-nowarn",
                "-XDstringConcat=inline",
                "-implicit:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                into.toString());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            if (!compiler.getTask(said, files, null, options, null, units).call()) {
                throw new IllegalStateException(mutant.id() + " does not compile:\n" + said);
            }
        }
    }

    /** A source file whose text is another. */
    private static final class Changed extends SimpleJavaFileObject {
        private final String text;

        Changed(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
