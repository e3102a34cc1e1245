package dev.batchgateway.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that ship, tried by Prometheus' own tool on series made up for it: when an alert fires, and what it says. */
class AlertRulesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeEach
    void isHere() {
        assumeTrue(Promtool.isHere(), "There is no promtool on the path: the rules are not tried");
    }

    @Test
    void promtoolFindsNothingWrongWithTheRules() throws Exception {
        String told = Promtool.run("check", "rules", Promtool.rules(directory).toString());

        assertTrue(told.contains("SUCCESS: " + MonitoringTest.rules().size() + " rules found"), told);
    }

    /** A target that is down has no series but its past; a process that is not ours starts as often. */
    @Test
    void aGatewayThatStartsOverAndOverIsSeenWhileItIsDownAndNoOtherProcessIs() throws Exception {
        assertHolds("""
                input_series:
                  - series: process_start_time_seconds{job="gateway", instance="pod"}
                    values: 1 1 stale 2 2 stale 3 3 stale 4 4 stale stale stale
                  - series: gateway_accounts{job="gateway", instance="pod"}
                    values: 0 0 stale 0 0 stale 0 0 stale 0 0 stale stale stale
                  - series: process_start_time_seconds{job="other", instance="pod"}
                    values: 1 1 stale 2 2 stale 3 3 stale 4 4 stale stale stale
                alert_rule_test:
                  - eval_time: 8m
                    alertname: GatewayRestarts
                  - eval_time: 13m
                    alertname: GatewayRestarts
                    exp_alerts:
                      - exp_labels: {severity: critical, job: gateway, instance: pod}
                        exp_annotations:
                          summary: The gateway pod was started anew 3 times in half an hour
                """);
    }

    /** Beside the calls of the one, which is well, those of the other are one in a hundred. */
    @Test
    void oneGatewaysTroubleIsNotHiddenByAnothersCalls() throws Exception {
        assertHolds("""
                input_series:
                  - series: gateway_call_seconds_count{namespace="busy", reply="answered"}
                    values: 0+6000x20
                  - series: gateway_call_seconds_count{namespace="lost", reply="not_reached"}
                    values: 0+60x20
                alert_rule_test:
                  - eval_time: 15m
                    alertname: HubSpotUnreachable
                    exp_alerts:
                      - exp_labels: {severity: critical, namespace: lost}
                        exp_annotations:
                          summary: More than half of the calls do not reach HubSpot (lost)
                """);
    }

    @Test
    void aGatewayThatIsGoneIsMissedThoughAnotherIsThere() throws Exception {
        assertHolds("""
                input_series:
                  - series: gateway_accounts{namespace="here", pod="a"}
                    values: 1x60
                  - series: gateway_accounts{namespace="gone", pod="b"}
                    values: 1x10 stale
                  - series: gateway_accounts{namespace="gone", pod="c"}
                    values: _x5 1x10 stale
                alert_rule_test:
                  - eval_time: 16m
                    alertname: GatewayGone
                  - eval_time: 30m
                    alertname: GatewayGone
                    exp_alerts:
                      - exp_labels: {severity: critical, namespace: gone}
                        exp_annotations:
                          summary: Prometheus reads no gateway (gone)
                """);
    }

    /** A Prometheus that knows of no namespaces; and after a day none is known to have been there. */
    @Test
    void withoutNamespacesAllGatewaysAreOneAndNoneIsMissedForEver() throws Exception {
        assertHolds("""
                input_series:
                  - series: gateway_call_seconds_count{instance="a", reply="not_reached"}
                    values: 0+60x20
                  - series: gateway_accounts{instance="a"}
                    values: 1x10 stale
                alert_rule_test:
                  - eval_time: 15m
                    alertname: HubSpotUnreachable
                    exp_alerts:
                      - exp_labels: {severity: critical}
                        exp_annotations:
                          summary: More than half of the calls do not reach HubSpot
                  - eval_time: 20m
                    alertname: GatewayGone
                    exp_alerts:
                      - exp_labels: {severity: critical}
                        exp_annotations:
                          summary: Prometheus reads no gateway
                  - eval_time: 30h
                    alertname: GatewayGone
                    exp_alerts:
                      - exp_labels: {severity: critical}
                        exp_annotations:
                          summary: Prometheus reads no gateway
                """);
    }

    /** A moment is nothing: Redis is told again once a second. */
    @Test
    void batchesThatOtherGatewaysDoNotKnowOfAreToldAfterAMinute() throws Exception {
        assertHolds("""
                input_series:
                  - series: gateway_register_missing{namespace="eu", pod="a"}
                    values: 0x3 3x10 0x5
                  - series: gateway_register_missing{namespace="eu", pod="b"}
                    values: 0x20
                  - series: gateway_register_missing{namespace="us", pod="c"}
                    values: 0 1 0x20
                alert_rule_test:
                  - eval_time: 4m
                    alertname: GatewayRecordsUnknownToOthers
                  - eval_time: 6m
                    alertname: GatewayRecordsUnknownToOthers
                    exp_alerts:
                      - exp_labels: {severity: warning, namespace: eu}
                        exp_annotations:
                          summary: Of 3 batches that a gateway holds the others do not know (eu)
                  - eval_time: 16m
                    alertname: GatewayRecordsUnknownToOthers
                """);
    }

    /** @param test one of promtool's, with a value for each minute */
    private void assertHolds(String test) throws Exception {
        Promtool.rules(directory);
        Path file = Files.writeString(
                directory.resolve("tests.yml"),
                "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n" + test.indent(4));

        String told = Promtool.run("test", "rules", file.toString());

        assertTrue(told.contains("SUCCESS"), told);
    }
}
