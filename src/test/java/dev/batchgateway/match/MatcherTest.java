package dev.batchgateway.match;

import dev.batchgateway.batch.Operation;
import org.junit.jupiter.api.Test;

/** The steps of DESIGN section 4, and what must not be concluded from an answer. */
class MatcherTest {
    private static final String INVALID = "{\"category\":\"VALIDATION_ERROR\",\"message\":\"no\"}";

    @Test
    void stepAEchoedTraceIdsComeFirst() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent(
                        "{\"properties\":{\"a\":\"1\"}}",
                        "{\"properties\":{\"a\":\"1\"}}",
                        "{\"objectWriteTraceId\":\"\\u00e9\"}")
                .answered(201, """
                        {"results":[{"id":"12","objectWriteTraceId":"é"},{"objectWriteTraceId":"gw1","id":"11"},{"id":"10", "objectWriteTraceId" : "gw0" , "x":1}]}""")
                .ended(
                        "+{\"id\":\"10\",  \"x\":1}",
                        "+{\"id\":\"11\"}",
                        "+{\"id\":\"12\",\"objectWriteTraceId\":\"é\"}");
    }

    @Test
    void restoresTheCallersTraceIdByteForByte() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent(
                        "{\"objectWriteTraceId\":\"a\"}",
                        "{\"objectWriteTraceId\":\"\\u0061\"}",
                        "{\"objectWriteTraceId\":null}",
                        "{\"objectWriteTraceId\":\"\"}")
                .answered("""
                        {"results":[{"objectWriteTraceId":"gw3"},{"objectWriteTraceId":"gw2"},{"objectWriteTraceId":"gw1"},{"objectWriteTraceId":"a"}]}""")
                .ended(
                        "+{\"objectWriteTraceId\":\"a\"}",
                        "+{\"objectWriteTraceId\":\"\\u0061\"}",
                        "+{\"objectWriteTraceId\":null}",
                        "+{\"objectWriteTraceId\":\"\"}");
    }

    @Test
    void takesATraceIdOfOursOutWhereverItStands() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent("{}", "{}", "{}", "{}")
                .answered("""
                        {"results":[{ "objectWriteTraceId":"gw0" },{"a":1 , "objectWriteTraceId":"gw1"},{"a":{"objectWriteTraceId":"gw2"},"objectWriteTr\\u0061ceId":"gw2","b":2},{"objectWriteTraceId" :\t"gw3"
                        , "a":[]}]}""")
                .ended("+{  }", "+{\"a\":1 }", "+{\"a\":{\"objectWriteTraceId\":\"gw2\"},\"b\":2}", "+{ \"a\":[]}");
    }

    @Test
    void stepBKeysAreComparedAsDecodedText() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":17}", "{\"id\":\"1\\u0038\"}", "{\"id\":\"hs\",\"idProperty\":\"hs_object_id\"}")
                .answered("{\"results\":[{\"id\":\"hs\"},{\"id\":18},{\"id\":\"1\\u0037\"}]}")
                .ended("+{\"id\":\"1\\u0037\"}", "+{\"id\":18}", "+{\"id\":\"hs\"}");
    }

    @Test
    void stepBAddsTheKeyToAReadAndTakesItOutAgain() {
        Matching.of(Operation.OBJECT_READ)
                .in("\"idProperty\":\"email\"", "\"properties\":[\"name\"]")
                .sent("{\"id\":\"A@b.c\"}", "{\"id\":\"d@b.c\"}", "{\"id\":\"e@b.c\"}")
                .answered("""
                        {"results":[{"id":"3","properties":{"name":"E","email":"e@b.c"}},{"id":"2","properties":{"email":"d@b.c" , "name":"D"}},{"id":"1","properties":{ "em\\u0061il":"a@b.c" }}]}""")
                .ended(
                        "+{\"id\":\"1\",\"properties\":{  }}",
                        "+{\"id\":\"2\",\"properties\":{ \"name\":\"D\"}}",
                        "+{\"id\":\"3\",\"properties\":{\"name\":\"E\"}}");
    }

    @Test
    void aSecondResultOfOneKeyIsNoOtherInputs() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":\"1\"}", "{\"id\":\"2\"}")
                .answered("{\"results\":[{\"id\":\"1\"},{\"id\":\"1\"}]}")
                .ended("+{\"id\":\"1\"}", "?NOT_MENTIONED");
    }

    @Test
    void leavesAKeyTheCallerListedWhereItIs() {
        Matching.of(Operation.OBJECT_READ)
                .in("\"properties\":[\"email\"]", "\"idProperty\":\"email\"")
                .sent("{\"id\":\"a@b.c\"}")
                .answered("{\"results\":[{\"id\":\"1\",\"properties\":{\"email\":\"a@b.c\"}}]}")
                .ended("+{\"id\":\"1\",\"properties\":{\"email\":\"a@b.c\"}}");
    }

    @Test
    void keysBeyondAsciiAreFound() {
        Matching.of(Operation.OBJECT_READ)
                .in("\"idProperty\":\"größe\"")
                .sent("{\"id\":\"XL\"}", "{\"id\":\"S\"}")
                .answered(
                        "{\"results\":[{\"properties\":{\"größe\":\"S\"}},{\"properties\":{\"gr\\u00f6ße\":\"XL\"}}]}")
                .ended("+{\"properties\":{\"gr\\u00f6ße\":\"XL\"}}", "+{\"properties\":{\"größe\":\"S\"}}");
    }

    @Test
    void keysThatDifferInCaseOnlyAreMatchedToTheLetter() {
        Matching.of(Operation.OBJECT_UPSERT)
                .sent(
                        "{\"id\":\"ab\",\"idProperty\":\"k\"}",
                        "{\"id\":\"AB\",\"idProperty\":\"k\"}",
                        "{\"id\":\"cd\",\"idProperty\":\"k\"}")
                .answered("""
                        {"results":[{"properties":{"k":"CD"}},{"properties":{"k":"AB"}},{"properties":{"k":"ab"}}]}""")
                .ended(
                        "+{\"properties\":{\"k\":\"ab\"}}",
                        "+{\"properties\":{\"k\":\"AB\"}}",
                        "+{\"properties\":{\"k\":\"CD\"}}");
    }

    /**
     * Input 0 moves from a to b, input 1 from b to c. By the keys as asked for, input 0's result would look like input
     * 1's, which failed.
     */
    @Test
    void matchesAnUpdateThatChangesItsKeyByTheNewKey() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent(
                        "{\"id\":\"a\",\"idProperty\":\"k\",\"properties\":{\"k\":\"b\"}}",
                        "{\"id\":\"b\",\"idProperty\":\"k\",\"properties\":{\"k\":\"c\"}}")
                .answered(207, """
                        {"results":[{"id":"1","properties":{"k":"b"}}],
                         "errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["b"]}}]}""")
                .ended("+{\"id\":\"1\",\"properties\":{\"k\":\"b\"}}", "-OBJECT_NOT_FOUND");
    }

    @Test
    void aResultThatTwoInputsCouldOwnIsNobodys() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent(
                        "{\"id\":\"a\",\"idProperty\":\"k\",\"properties\":{\"k\":\"b\"}}",
                        "{\"id\":\"b\",\"idProperty\":\"k\",\"properties\":{\"x\":\"c\"}}")
                .answered("{\"results\":[{\"id\":\"1\",\"properties\":{\"k\":\"b\"}}]}")
                .ended("?NOT_MENTIONED", "?NOT_MENTIONED");
    }

    @Test
    void stepCAnErrorIsAboutTheInputsItNamesThatHaveNoResult() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":1}", "{\"id\":2}", "{\"id\":3}")
                .answered(207, """
                        {"results":[{"id":"2"}],"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["1","2","3"]}}]}""")
                .ended("-OBJECT_NOT_FOUND", "+{\"id\":\"2\"}", "-OBJECT_NOT_FOUND");
    }

    @Test
    void stepCAnErrorAboutInputsThatAllHaveAResultTakesNothingAway() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":1}", "{\"id\":2}")
                .answered(
                        207,
                        "{\"results\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"errors\":[{\"category\":\"W\",\"context\":{\"ids\":[\"1\"]}}]}")
                .ended("+!W{\"id\":\"1\"}", "+{\"id\":\"2\"}");
    }

    @Test
    void stepCTraceIdsAndRecordIdsOfOneErrorAddUp() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":1}", "{\"id\":2}", "{\"id\":3}")
                .answered(207, """
                        {"results":[{"id":"3"}],"errors":[{"category":"E","context":{"objectWriteTraceId":["gw0"],"ids":["1","2"]}}]}""")
                .ended("-E", "-E", "+{\"id\":\"3\"}");
    }

    /** Of an upsert by number 7 the error may mean record 7, which is not what another input calls 7. */
    @Test
    void stepCTraceIdsSayMoreThanIdsOfAnotherKind() {
        Matching.of(Operation.OBJECT_UPSERT)
                .sent("{\"id\":\"6\",\"idProperty\":\"k\"}", "{\"id\":\"7\",\"idProperty\":\"k\"}")
                .answered(207, """
                        {"results":[{"id":"1"}],"errors":[{"category":"E","context":{"objectWriteTraceId":["gw0"],"ids":["7"]}}]}""")
                .ended("-E", "+?{\"id\":\"1\"}");
    }

    @Test
    void stepDTheOnlyInputWhoseValuesAgree() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent(
                        "{\"properties\":{\"email\":\"A@b.c\",\"n\":1}}",
                        "{\"properties\":{\"email\":\"d@b.c\",\"n\":1}}",
                        "{\"properties\":{\"email\":\"e@b.c\",\"n\":1}}")
                .answered(
                        207,
                        "{\"results\":[{\"properties\":{\"email\":\"d@b.c\",\"n\":\"1\"}},{\"properties\":{\"email\":\"a@b.c\"}}],\"errors\":["
                                + INVALID + "]}")
                .ended(
                        "+{\"properties\":{\"email\":\"a@b.c\"}}",
                        "+{\"properties\":{\"email\":\"d@b.c\",\"n\":\"1\"}}",
                        "-VALIDATION_ERROR");
    }

    /** The default {@code lead} agrees with what input 0 sent, and input 1's number was rewritten by HubSpot. */
    @Test
    void stepDOthersAreRuledOutOnlyByWhatBothSent() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent("{\"properties\":{\"lifecyclestage\":\"lead\"}}", "{\"properties\":{\"phone\":\"0049 1\"}}")
                .answered(
                        207,
                        "{\"results\":[{\"id\":\"1\",\"properties\":{\"lifecyclestage\":\"lead\",\"phone\":\"+491\"}}],\"errors\":["
                                + INVALID + "]}")
                .ended("?NOT_MENTIONED VALIDATION_ERROR", "?NOT_MENTIONED VALIDATION_ERROR");
    }

    @Test
    void stepDAResultThatShowsNothingSentIsNobodys() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent("{\"properties\":{\"a\":\"1\"}}", "{\"properties\":{\"a\":\"2\"}}")
                .answered("{\"results\":[{\"id\":\"1\",\"properties\":{\"b\":\"1\"}}]}")
                .ended("?NOT_MENTIONED", "?NOT_MENTIONED");
    }

    @Test
    void stepEEqualInputsAllSucceededButWhoseResultIsWhoseStaysOpen() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent(
                        "{\"properties\":{\"a\":\"1\"}}",
                        "{\"properties\":{\"a\":\"1\"}}",
                        "{\"properties\":{\"a\":\"2\"}}")
                .answered(201, """
                        {"results":[{"id":"9","properties":{"a":"1"}},{"id":"8","properties":{"a":"2"}},{"id":"7","properties":{"a":"1"}}]}""")
                .ended(
                        "+?{\"id\":\"9\",\"properties\":{\"a\":\"1\"}}",
                        "+?{\"id\":\"7\",\"properties\":{\"a\":\"1\"}}",
                        "+{\"id\":\"8\",\"properties\":{\"a\":\"2\"}}");
    }

    @Test
    void stepEResultsAndNamedInputsAddUp() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent("{}", "{}", "{}")
                .answered(
                        207,
                        "{\"results\":[{\"id\":\"9\"},{\"id\":\"8\"}],\"errors\":[{\"category\":\"E\",\"context\":{\"objectWriteTraceId\":[\"gw1\"]}}]}")
                .ended("+?{\"id\":\"9\"}", "-E", "+?{\"id\":\"8\"}");
    }

    @Test
    void stepEAsManyErrorsAsInputsAreLeft() {
        Matching.of(Operation.OBJECT_UPSERT)
                .sent(
                        "{\"id\":\"a\",\"idProperty\":\"k\"}",
                        "{\"id\":\"b\",\"idProperty\":\"k\"}",
                        "{\"id\":\"c\",\"idProperty\":\"k\"}")
                .answered(
                        207,
                        "{\"results\":[{\"properties\":{\"k\":\"b\"}}],\"errors\":[" + INVALID + "," + INVALID + "]}")
                .endedAs("-+-");
    }

    @Test
    void stepEOneInputLeftHasAllTheErrorsThatNameNobody() {
        Matching.of(Operation.OBJECT_UPDATE)
                .sent("{\"id\":\"x\"}", "{\"id\":\"1\"}")
                .answered(207, "{\"results\":[{\"id\":\"1\"}],\"errors\":[" + INVALID + "," + INVALID + "]}")
                .ended("-VALIDATION_ERROR,VALIDATION_ERROR", "+{\"id\":\"1\"}");
    }

    @Test
    void stepENothingFollowsFromNumbersThatDoNotAddUp() {
        Matching.of(Operation.OBJECT_CREATE)
                .sent("{}", "{}", "{}")
                .answered(
                        207,
                        "{\"results\":[{\"id\":\"9\"}],\"errors\":[{\"category\":\"E\",\"context\":{\"objectWriteTraceId\":[\"gw1\"]}}]}")
                .ended("?NOT_MENTIONED", "-E", "?NOT_MENTIONED");
        Matching.of(Operation.OBJECT_CREATE)
                .sent("{}", "{}", "{}")
                .answered(207, "{\"results\":[{\"id\":\"9\"},{\"id\":\"8\"}],\"errors\":[" + INVALID + "]}")
                .ended(
                        "?NOT_MENTIONED VALIDATION_ERROR",
                        "?NOT_MENTIONED VALIDATION_ERROR",
                        "?NOT_MENTIONED VALIDATION_ERROR");
    }

    @Test
    void withoutTraceIdsOfOursTheCallersOwnStillTell() {
        Matching.of(Operation.OBJECT_CREATE)
                .strictly()
                .sent(
                        "{\"objectWriteTraceId\":\"a\"}",
                        "{\"objectWriteTraceId\":\"b\"}",
                        "{\"objectWriteTraceId\":\"b\"}")
                .answered(207, """
                        {"results":[{"id":"9","objectWriteTraceId":"b"},{"id":"8","objectWriteTraceId":"a"},{"id":"7","objectWriteTraceId":"b"}]}""")
                .ended(
                        "+{\"id\":\"8\",\"objectWriteTraceId\":\"a\"}",
                        "+?{\"id\":\"9\",\"objectWriteTraceId\":\"b\"}",
                        "+?{\"id\":\"7\",\"objectWriteTraceId\":\"b\"}");
    }

    @Test
    void anArchiveSucceedsButForWhatItsErrorsName() {
        Matching.of(Operation.OBJECT_ARCHIVE)
                .sent("{\"id\":1}", "{\"id\":\"2\"}", "{\"id\":3}")
                .answered(
                        "{\"status\":\"COMPLETE\",\"results\":[],\"errors\":[{\"category\":\"E\",\"context\":{\"ids\":[\"2\"]}}]}")
                .ended("+", "-E", "+");
    }

    @Test
    void anArchiveErrorThatNamesNobodyMayBeAnybodys() {
        Matching.of(Operation.OBJECT_ARCHIVE)
                .sent("{\"id\":1}", "{\"id\":2}", "{\"id\":3}")
                .answered("{\"results\":[],\"errors\":[" + INVALID
                        + ",{\"category\":\"E\",\"context\":{\"ids\":[\"2\"]}}]}")
                .ended("?NOT_MENTIONED VALIDATION_ERROR", "-E", "?NOT_MENTIONED VALIDATION_ERROR");
    }

    @Test
    void anArchiveThatIsNotCompleteConfirmsNothing() {
        Matching.of(Operation.ASSOCIATION_ARCHIVE)
                .sent("{\"from\":{\"id\":1},\"to\":[{\"id\":2}]}")
                .answered("{\"status\":\"CANCELED\",\"results\":[]}")
                .ended("?NOT_MENTIONED");
    }
}
