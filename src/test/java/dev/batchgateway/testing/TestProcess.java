package dev.batchgateway.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What all classes of tests in this process share. Quarkus loads tests by class loaders of its own, each with its own
 * static fields; this map is that of the system's class loader, and holds only what the JDK's own types can say.
 */
final class TestProcess {
    private static final Map<String, Object> SHARED = new ConcurrentHashMap<>();

    private TestProcess() {}

    /** The one object of that name; made if there is none. */
    @SuppressWarnings("unchecked") // A name has one type.
    static <T> T shared(String name, Supplier<T> maker) {
        return (T) shared().computeIfAbsent(name, key -> maker.get());
    }

    /** Called by reflection, through another loader. */
    @SuppressWarnings("unchecked") // It is the method above us.
    static Map<String, Object> shared() {
        ClassLoader system = ClassLoader.getSystemClassLoader();
        if (TestProcess.class.getClassLoader() == system) {
            return SHARED;
        }
        try {
            var method =
                    Class.forName(TestProcess.class.getName(), true, system).getDeclaredMethod("shared");
            method.setAccessible(true);
            return (Map<String, Object>) method.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
