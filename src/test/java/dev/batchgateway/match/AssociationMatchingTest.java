package dev.batchgateway.match;

import dev.batchgateway.batch.Operation;
import org.junit.jupiter.api.Test;

class AssociationMatchingTest {
    @Test
    void theReverseDirectionAloneProvesNothing() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(1, 2), pair(3, 4))
                .answered("{\"results\":[" + v3(2, 1, "b_to_a") + "," + v3(3, 4, "a_to_b") + "]}")
                .ended("?NOT_MENTIONED", "+" + v3(3, 4, "a_to_b"));
    }

    /** The reverse direction was written: it must not be said that nothing of the input was. */
    @Test
    void oneDirectionFailingIsNeitherSuccessNorRejection() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(1, 2), pair(3, 4))
                .answered(
                        207,
                        "{\"results\":[" + v3(2, 1, "b_to_a") + "," + v3(3, 4, "a_to_b") + "],\"errors\":["
                                + notFound("FROM", 1) + "]}")
                .ended("?NOT_MENTIONED OBJECT_NOT_FOUND", "+" + v3(3, 4, "a_to_b"));
    }

    /** Found by the fuzzer. */
    @Test
    void thatThereAreNoneIsAnAnswerToAReadAlone() {
        String answer = "{\"results\":[],\"errors\":[{\"category\":\"OBJECT_NOT_FOUND\",\"subCategory\":"
                + "\"crm.associations.NO_ASSOCIATIONS_FOUND\",\"context\":{\"fromObjectId\":[\"1\"]}}]}";

        Matching.of(Operation.ASSOCIATION_READ)
                .sent("{\"id\":\"1\"}")
                .answered(207, answer)
                .endedAs("+");
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(1, 2))
                .answered(207, answer)
                .endedAs("-");
    }

    @Test
    void resultsOfVersion4AreMatchedByTheirIds() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(1, 2))
                .answered(
                        "{\"results\":[{\"fromObjectTypeId\":\"0-1\",\"fromObjectId\":1,\"toObjectTypeId\":\"0-2\",\"toObjectId\":\"2\",\"labels\":[]}]}")
                .endedAs("+");
    }

    @Test
    void namesakesAreToldApartByTheType() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(5, 5))
                .answered("{\"results\":[" + v3(5, 5, "b_to_a") + "]}")
                .ended("?NOT_MENTIONED");
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(5, 5))
                .answered("{\"results\":[" + v3(5, 5, "A_TO_B") + "]}")
                .ended("+" + v3(5, 5, "A_TO_B"));
    }

    @Test
    void namesakesWithoutATellingTypeNeedBothDirections() {
        String input = "{\"from\":{\"id\":5},\"to\":{\"id\":5}}";
        String result = "{\"from\":{\"id\":\"5\"},\"to\":{\"id\":\"5\"},\"associationSpec\":{\"associationTypeId\":1}}";

        Matching.of(Operation.ASSOCIATION_DEFAULT)
                .sent(input)
                .answered("{\"results\":[" + result + "]}")
                .ended("?NOT_MENTIONED");
        Matching.of(Operation.ASSOCIATION_DEFAULT)
                .sent(input)
                .answered("{\"results\":[" + result + "," + result + "]}")
                .ended("+" + result + " " + result);
    }

    @Test
    void anIdThatIsNotFoundIsMeantOnItsSideOnly() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(7, 1), pair(7, 2), pair(3, 7), pair(8, 9))
                .answered(
                        207,
                        "{\"results\":[" + v3(3, 7, "a_to_b") + "," + v3(8, 9, "a_to_b") + "],\"errors\":["
                                + notFound("FROM", 7) + "]}")
                .endedAs("--++");
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(7, 1), pair(3, 7), pair(4, 7))
                .answered(207, "{\"results\":[" + v3(7, 1, "a_to_b") + "],\"errors\":[" + notFound("TO", 7) + "]}")
                .endedAs("+--");
    }

    /** Each input may have two results, so four that cannot be told apart do not prove four successes. */
    @Test
    void writesAreNotSettledByTheNumberOfResults() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(1, 2), pair(3, 4))
                .answered("{\"results\":[{\"x\":1},{\"x\":2}]}")
                .endedAs("??");
    }

    /** Two errors that name nobody may both be about one input. */
    @Test
    void writesAreNotSettledByTheNumberOfErrors() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(1, 2), pair(3, 4))
                .answered(207, "{\"results\":[],\"errors\":[{\"category\":\"A\"},{\"category\":\"B\"}]}")
                .ended("?NOT_MENTIONED A", "?NOT_MENTIONED A");
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent(pair(1, 2))
                .answered(207, "{\"results\":[],\"errors\":[{\"category\":\"A\"},{\"category\":\"B\"}]}")
                .ended("-A,B");
    }

    @Test
    void aPairWithoutIdsOwnsNoResult() {
        Matching.of(Operation.ASSOCIATION_CREATE)
                .sent("{\"to\":{\"id\":5}}", pair(1, 2))
                .answered("{\"results\":[{\"to\":{\"id\":\"5\"}}," + v3(1, 2, "a_to_b") + "]}")
                .ended("?NOT_MENTIONED", "+" + v3(1, 2, "a_to_b"));
    }

    @Test
    void readsAreMatchedByFrom() {
        Matching.of(Operation.ASSOCIATION_READ)
                .sent("{\"id\":1}", "{\"id\":\"2\",\"after\":\"x\"}", "{\"id\":3}")
                .answered("{\"results\":[{\"from\":{\"id\":\"2\"},\"to\":[]},{\"from\":{\"id\":1},\"to\":[]}]}")
                .ended("+{\"from\":{\"id\":1},\"to\":[]}", "+{\"from\":{\"id\":\"2\"},\"to\":[]}", "?NOT_MENTIONED");
    }

    @Test
    void errorsOutweighTheResultsOfAnArchive() {
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(arrayed(1, 2), arrayed(3, 4))
                .answered("{\"status\":\"COMPLETE\",\"results\":[" + v3(1, 2, "x") + "," + v3(3, 4, "x")
                        + "],\"errors\":[" + notFound("FROM", 3) + "]}")
                .ended("+" + v3(1, 2, "x"), "?NOT_MENTIONED OBJECT_NOT_FOUND");
    }

    @Test
    void anArchiveErrorAboutOneOfSeveralRecordsLeavesTheInputOpen() {
        String several = "{\"from\":{\"id\":1},\"to\":[{\"id\":2},{\"id\":3}]}";

        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(several, arrayed(4, 5))
                .answered("{\"results\":[],\"errors\":[" + notFound("TO", 3) + "]}")
                .ended("?NOT_MENTIONED OBJECT_NOT_FOUND", "+");
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(several, arrayed(4, 5))
                .answered("{\"results\":[],\"errors\":[" + notFound("FROM", 1) + "]}")
                .ended("-OBJECT_NOT_FOUND", "+");
    }

    /** Contact 7 or company 7: an archive has no results that could tell which of the two was written. */
    @Test
    void anArchiveErrorThatDoesNotSayTheSideLeavesBothOpen() {
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(arrayed(7, 1), arrayed(2, 7), arrayed(3, 4), arrayed(5, 6))
                .answered("""
                        {"results":[],"errors":[{"category":"E","context":{"INVALID_OBJECT_IDS":["CONTACT=7 is not valid","CONTACT=3 is not valid"]}}]}""")
                .ended("?NOT_MENTIONED E", "?NOT_MENTIONED E", "?NOT_MENTIONED E", "+");
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(arrayed(7, 1), arrayed(2, 8))
                .answered(
                        "{\"results\":[],\"errors\":[{\"category\":\"E\",\"context\":{\"INVALID_OBJECT_IDS\":[\"CONTACT=7 is not valid\"]}}]}")
                .ended("-E", "+");
    }

    @Test
    void anErrorThatNamesBothEndsIsAboutThatPair() {
        Matching.of(Operation.ASSOCIATION_LABELS_ARCHIVE)
                .sent(pair(1, 2), pair(1, 3), pair(4, 2))
                .answered(
                        "{\"results\":[],\"errors\":[{\"category\":\"E\",\"context\":{\"fromObjectId\":[\"1\"],\"toObjectId\":[\"2\"]}}]}")
                .ended("-E", "+", "+");
    }

    /** Whose to side an error means is not known then: neither the one that it seems to name nor the others are settled. */
    @Test
    void whereTheToSidesAreTooLongToBeLookedThroughAnErrorAboutThemNamesNobody() {
        String long1 = "{\"from\":{\"id\":\"7\"},\"to\":[{\"id\":\"1\",\"x\":\"" + "x".repeat(600_000) + "\"}]}";
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(long1, arrayed(1, 9))
                .answered(207, "{\"results\":[],\"errors\":[" + notFound("TO", 1) + "]}")
                .ended("?NOT_MENTIONED OBJECT_NOT_FOUND", "?NOT_MENTIONED OBJECT_NOT_FOUND");
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(long1, arrayed(7, 2))
                .answered(
                        207,
                        "{\"results\":[],\"errors\":[{\"category\":\"E\",\"context\":{\"fromObjectId\":[\"7\"],\"toObjectId\":[\"1\"]}}]}")
                .ended("?NOT_MENTIONED E", "?NOT_MENTIONED E");
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent(long1, arrayed(1, 9))
                .answered(207, "{\"results\":[],\"errors\":[" + notFound("FROM", 7) + "]}")
                .ended("-OBJECT_NOT_FOUND", "+");
    }

    private static String pair(int from, int to) {
        return "{\"from\":{\"id\":\"" + from + "\"},\"to\":{\"id\":\"" + to + "\"},\"type\":\"a_to_b\"}";
    }

    private static String arrayed(int from, int to) {
        return "{\"from\":{\"id\":\"" + from + "\"},\"to\":[{\"id\":\"" + to + "\"}]}";
    }

    private static String v3(int from, int to, String type) {
        return "{\"from\":{\"id\":\"" + from + "\"},\"to\":{\"id\":\"" + to + "\"},\"type\":\"" + type + "\"}";
    }

    private static String notFound(String side, int id) {
        return "{\"category\":\"OBJECT_NOT_FOUND\",\"subCategory\":\"crm.associations." + side
                + "_OBJECT_NOT_FOUND\",\"context\":{\"id\":[\"" + id + "\"]}}";
    }
}
