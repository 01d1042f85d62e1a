package dev.bulla.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/** The compiled main classes, read once for all architecture tests. */
final class MainClasses {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.bulla");

    private MainClasses() {}

    static JavaClasses all() {
        return CLASSES;
    }

    /** Checks a rule; a rule about a package that holds no class yet is kept. */
    static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
