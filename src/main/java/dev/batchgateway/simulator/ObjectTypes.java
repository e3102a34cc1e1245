package dev.batchgateway.simulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds object types by name, singular or plural and in any case, or by type id (API-FACTS 1.2). A name it has not
 * heard of is a type all the same, unless it starts with {@code unknown}.
 */
final class ObjectTypes {
    private static final String UNKNOWN_PREFIX = "unknown";

    private final SimulatorSettings settings;
    private final Map<String, ObjectType> bySpelling = new HashMap<>();

    ObjectTypes(SimulatorSettings settings) {
        this.settings = settings;
        // The unique properties are those people could upsert by (API-FACTS 5).
        add("0-1", "contact", "contacts", Set.of("email"), "email", "firstname", "lastname");
        add("0-2", "company", "companies", Set.of(), "domain", "name");
        add("0-3", "deal", "deals", Set.of(), "amount", "closedate", "dealname", "dealstage", "pipeline");
        add("0-5", "ticket", "tickets", Set.of("hs_external_object_ids"), "subject", "hs_pipeline_stage");
        add("0-7", "product", "products", Set.of("hs_sku"), "name", "price", "hs_sku");
        add("0-8", "line_item", "line_items", Set.of("hs_external_id"), "name", "price", "quantity");
        add("0-14", "quote", "quotes", Set.of(), "hs_title", "hs_expiration_date");
        add("0-27", "task", "tasks", Set.of());
        add("0-46", "note", "notes", Set.of());
        add("0-47", "meeting", "meetings", Set.of());
        add("0-48", "call", "calls", Set.of());
        add("0-49", "email", "emails", Set.of());
        add("0-53", "invoice", "invoices", Set.of());
        add("0-69", "subscription", "subscriptions", Set.of());
        add("0-123", "order", "orders", Set.of());
        add("0-136", "lead", "leads", Set.of());
        add("0-162", "service", "services", Set.of());
        add("0-410", "course", "courses", Set.of());
        add("0-420", "listing", "listings", Set.of());
    }

    /** The type of that spelling; empty if HubSpot could not infer one. */
    Optional<ObjectType> find(String spelling) {
        String name = spelling.toLowerCase(Locale.ROOT);
        if (name.startsWith(UNKNOWN_PREFIX)) {
            return Optional.empty();
        }
        ObjectType known = bySpelling.getOrDefault(name, new ObjectType(name, name, Set.of(), List.of()));
        return Optional.of(withUniqueProperties(known, name));
    }

    private ObjectType withUniqueProperties(ObjectType type, String name) {
        Set<String> more = settings.get(Behaviour.UNIQUE_PROPERTIES);
        if (more.isEmpty()) {
            return type;
        }
        Set<String> unique = new HashSet<>(type.uniqueProperties());
        more.stream()
                .filter(each -> each.startsWith(name + "."))
                .map(each -> each.substring(name.length() + 1))
                .forEach(unique::add);
        return new ObjectType(type.typeId(), type.singular(), unique, type.usualProperties());
    }

    private void add(String typeId, String singular, String plural, Set<String> unique, String... usual) {
        ObjectType type = new ObjectType(typeId, singular, unique, List.of(usual));
        List.of(typeId, singular, plural).forEach(spelling -> bySpelling.put(spelling, type));
    }
}
