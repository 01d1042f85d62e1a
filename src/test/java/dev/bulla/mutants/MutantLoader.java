package dev.bulla.mutants;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the program and its tests anew, with the classes of a mutant in place of the program's; libraries come from the
 * process and stay warm from one mutant to the next.
 */
final class MutantLoader extends URLClassLoader {
    private static final String OWN = "dev.bulla.";
    private static final String RUNNER = OWN + "mutants.";

    /** Over the classes that were compiled into this folder. */
    MutantLoader(Path classes) throws IOException {
        super(urls(classes), MutantLoader.class.getClassLoader());
    }

    private static URL[] urls(Path classes) throws IOException {
        List<URL> urls = new ArrayList<>();
        if (Files.isDirectory(classes)) {
            urls.add(classes.toUri().toURL());
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(entry))) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN) || name.startsWith(RUNNER)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
