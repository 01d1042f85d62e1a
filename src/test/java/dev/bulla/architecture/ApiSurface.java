package dev.bulla.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a user of a class can see: the types in its public and protected members, type arguments included. */
final class ApiSurface {

    private ApiSurface() {}

    static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ApiSurface::isPublic).orElse(true);
    }

    /** A façade class is what a user begins with: public, top level, neither a value nor an interface nor an error. */
    static boolean isFacadeClass(JavaClass type) {
        return type.getPackageName().equals(Layers.ROOT)
                && isPublic(type)
                && type.isTopLevelClass()
                && !type.isInterface()
                && !type.isRecord()
                && !type.isEnum()
                && !type.isAssignableTo(Throwable.class);
    }

    static Set<JavaClass> exposedBy(JavaClass type) {
        Set<JavaType> seen = new LinkedHashSet<>();
        type.getSuperclass().ifPresent(seen::add);
        seen.addAll(type.getInterfaces());
        for (JavaMember member : type.getMembers()) {
            if (isVisible(member)) {
                if (member instanceof JavaField field) {
                    seen.add(field.getType());
                } else if (member instanceof JavaCodeUnit unit) {
                    seen.add(unit.getReturnType());
                    seen.addAll(unit.getParameterTypes());
                    unit.getExceptionTypes().forEach(seen::add);
                }
            }
        }
        Set<JavaClass> exposed = new LinkedHashSet<>();
        seen.forEach(each -> each.getAllInvolvedRawTypes().forEach(raw -> exposed.add(raw.getBaseComponentType())));
        return exposed;
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }
}
