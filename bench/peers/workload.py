"""The portfolio workload, apart from any engine: fields, points, what is counted.

Every engine sums from left to right and divides truly, so that all agree to the last account.
"""

AS_OF = "2026-06-30"

COUNTS = (
    "logins_30d logins_prev_30d active_users licensed_users features_used features_total open_tickets sev1_open "
    "reopened_90d nps days_past_due contract_years upsells_12m milestones_done milestones_total contacts_active "
    "referrals_12m"
).split()
NUMBERS = "arr resolution_hours csat roi_achieved roi_contracted".split()
DATES = "contract_start renewal_date last_qbr exec_last_seen last_meaningful first_value_date".split()

# Per dimension its weight; per indicator its name, value, worst, best, weight, and whether the value may be missing.
DIMENSIONS = {
    "usage": (40, [
        ("login_trend", "logins_30d / max(logins_prev_30d, 1)", 0.5, 1.1, 10, False),
        ("license_utilization", "active_users / licensed_users", 0.2, 0.8, 15, False),
        ("feature_adoption", "features_used / features_total", 0.1, 0.6, 15, False),
    ]),
    "support": (20, [
        ("tickets", "open_tickets", 10, 0, 5, False),
        ("severity", "sev1_open", 2, 0, 5, False),
        ("resolution", "resolution_hours", 72, 8, 5, True),
        ("repeats", "reopened_90d", 4, 0, 5, False),
    ]),
    "sentiment": (20, [
        ("nps", "nps", 3, 9, 10, True),
        ("csat", "csat", 2.5, 4.5, 10, True),
    ]),
    "engagement": (10, [
        ("qbr", "since(last_qbr)", 180, 60, 4, True),
        ("executive", "since(exec_last_seen)", 120, 30, 4, True),
        ("contacts", "contacts_active", 1, 4, 2, False),
    ]),
    "financial": (10, [
        ("payment", "days_past_due", 45, 0, 5, False),
        ("commitment", "contract_years", 1, 3, 3, False),
        ("upsell", "upsells_12m", 0, 2, 2, False),
    ]),
}

BANDS = ["red", "yellow", "green"]
STAGES = ["onboarding", "adoption", "value_realization", "loyalty", "advocacy"]
PLAYS = (
    "executive_escalation save_plan reengage onboarding_stall sponsor_reengage single_threaded champion_loss "
    "detractor_followup ticket_storm value_review expansion advocacy_invite"
).split()


def sums(row):
    """The counts and sums of one flat row: bands, stages, plays, health, priority."""
    row = list(row)
    take = lambda names: dict(zip(names, (int(row.pop(0)) for _ in names)))
    bands, stages, plays = take(BANDS), take(STAGES), take(PLAYS)
    return {"bands": bands, "stages": stages, "plays": plays, "health_sum": row[0], "priority_sum": row[1]}
