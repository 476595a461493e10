"""A long playbook: many products in many regions, each in a file of its own with its settings, health, journey, risks and plays."""

PRODUCTS = (
    "archive billing calendar campaigns chat contracts dashboards directory documents expenses forecasts forms "
    "helpdesk identity inventory invoices learning logistics mail maps orders payments payroll planning portal "
    "procurement projects quality recruiting reports scheduling search storage surveys telephony tickets travel "
    "treasury vault warehouse"
).split()
REGIONS = ("americas", "asia", "europe")

HEAD = """\
stageplay 1

playbook suite "A suite of products, sold in three regions" {
  version  1.0.0
  owner    "cs-ops@example.com"
}

roles {
  csm       = owner.csm if missing "cs-queue@example.com"
  director  = "director@example.com"
}

defaults play {
  owner          csm
  priority       amount(arr)
  if cleared     close after 7 days
  again          after 30 days
  on activation  existing
}

account {
  id       = id
  revenue  = arr

  id        text                                  required
  name      text
  segment   one of enterprise, mid_market, smb    required
  arr       money USD at least 0 USD              required  "Annual recurring revenue"
  signed    date                                  required
  renewal   date
  champion  yes/no
  owner { csm text }
"""

FIELDS = """\
  AREA {
    logins_30d        count                   "Logins in the last thirty days"
    logins_prev_30d   count
    active_users      count
    seats             count at least 1        "Seats that are paid for"
    features_used     count
    features_total    count at least 1
    open_tickets      count
    sev1_open         count                   "Open tickets of the highest severity"
    resolution_hours  number at least 0
    nps               number 0 to 10
    last_review       date
    first_value       date
    days_past_due     days
    updated_on        date
  } stale after STALE days since AREA.updated_on
"""

AREA = """\
stageplay 1

# TITLE: what the team that answers for it looks at, and what it does.

setting AREA_window  = WINDOW days  between 30 days and 180 days  "How long before the renewal saving starts"
setting AREA_low     = LOW%         between 10% and 60%           "Fewer seats in use than this is too few"
setting AREA_silent  = SILENT days  between 15 days and 180 days  "How long nobody may have talked to them"

let AREA_use       = AREA.active_users / AREA.seats                                "Seats in use, of those paid for"
let AREA_features  = AREA.features_used / AREA.features_total
let AREA_trend     = AREA.logins_30d / max(AREA.logins_prev_30d, 1)
let AREA_quiet     = AREA.last_review is missing or days since AREA.last_review > AREA_silent

tier AREA_size "How much of it they bought" {
  small:   when AREA.seats < SMALL
  medium:  when AREA.seats < LARGE
  large:   otherwise
}

scorecard AREA_health "How likely they are to stay with TITLE" {
  missing  skip
  known    at least 40%

  dimension usage "Do they use it?" weight 50 {
    trend       weight 10:  AREA_trend             worst 50%  best 110%
    seats       weight 25:  AREA_use               worst 20%  best HIGH%
    features    weight 15:  AREA_features          worst 10%  best 60%
  }
  dimension support "Does it work for them?" weight 30 {
    tickets     weight 10:  AREA.open_tickets      steps { below 1: 100, below TICKETS: 70, otherwise: 10 }
    severity    weight 10:  AREA.sev1_open         worst 2    best 0
    resolution  weight 10:  AREA.resolution_hours  worst HOURS  best 8
  }
  dimension voice "What do they say?" weight 20 {
    applies when days since signed >= 90 days
    rating      weight 12:  AREA.nps               worst 3    best 9  missing score 40
    payment     weight 8:   AREA.days_past_due     worst by segment { enterprise: 60 days, otherwise: 30 days }  best 0 days
  }

  cap red when AREA.sev1_open >= 5
  cap 60 when AREA_health.usage < 25  "Kind words do not replace use"

  bands {
    green   from 75  until below 70
    yellow  from 50  until below 45
    red
  }
}

score AREA_danger 0 to 200 higher is worse "How urgent it is" = (
  0.6 * (100 - AREA_health)
  + (if renewal within next AREA_window then 20 else 0)
  + (if AREA_quiet then 15 else 0)
  + min(15, AREA.days_past_due / 3 days)
)

journey AREA_path "From the order to a habit" {
  stage onboarding "A first measurable result" {
    owner   csm
    clock   from signed
    exit    when AREA.first_value is known
    target  TARGET days
    stuck   after by segment { enterprise: 112 days, mid_market: 63 days, smb: 49 days }
  }
  stage adoption "In daily use" {
    enter  when AREA_use >= 50%
    holds  while AREA_use >= 40%
  }
  stage advocacy "They tell others" {
    enter  when AREA.nps >= 9 and AREA_health >= 70
  }
}

risk AREA_silence "Nobody uses it any more" {
  cause     engagement_falling
  watch     when AREA.logins_30d < WATCH
  high      when AREA.logins_30d < 5
  critical  when AREA.logins_30d = 0
  clears    after 14 days
}

risk AREA_debt "They pay later and later" {
  cause     budget
  watch     when AREA.days_past_due > 10 days
  high      when AREA.days_past_due > 30 days
  critical  when AREA.days_past_due > 60 days or (AREA.days_past_due > 45 days and not champion)
}

play AREA_save "Decide how to keep them with TITLE" {
  when      (AREA_health is red or AREA_silence is critical) and renewal within next AREA_window
  holds     for 3 days
  succeeds  when (AREA_health >= 60) for 14 days
  expires   after 90 days
  priority  amount(arr) * AREA_danger / 100

  task call  "Call {name}: health {AREA_health}, renewal in {days until renewal}"  due in 2 days
  task plan  "Agree on a plan"  owner director  due 7 days after call

  escalate to director when call is 3 days overdue {
    notify "#AREA" "{name}: nobody has called yet"
  }
}

play AREA_start "Get the first result" {
  when      AREA_path is onboarding and AREA_path.pace is one of {behind, stuck}
  succeeds  when AREA.first_value is known
  task ask "What keeps {name} from starting?"  due in 5 days
}

play AREA_seats "Bring the seats into use" {
  when    AREA_use < AREA_low and AREA_size is at least medium
  unless  AREA_save is open
  task show "Show who does not use it: {AREA.active_users} of {AREA.seats} do"  due in 10 days
}

play AREA_review "Review what it was worth" {
  when  AREA_quiet and AREA_path is at least adoption and AREA_debt is not critical
  task meet "Meet {name} and review TITLE"  due in 15 days
}
"""


def files(lines):
    """A playbook of at least so many lines: the text of each file by its name."""
    fields, made, count = "", {}, len(HEAD.splitlines()) + 1
    for number, (product, region) in enumerate((product, region) for product in PRODUCTS for region in REGIONS):
        if count >= lines:
            break
        fields += filled(FIELDS, number, product, region)
        made[f"{product}_{region}.play"] = filled(AREA, number, product, region)
        count += len(FIELDS.splitlines()) + len(AREA.splitlines())
    return {"playbook.play": f"{HEAD}{fields}}}\n"} | made


def filled(text, number, product, region):
    """A text for one product in one region, each with thresholds of its own."""
    values = {
        "AREA": f"{product}_{region}", "TITLE": f"{product} in {region}", "STALE": 45 + number % 30,
        "WINDOW": 60 + number % 90, "LOW": 20 + number % 30, "SILENT": 60 + number % 60, "SMALL": 10 + number % 10,
        "LARGE": 100 + number, "HIGH": 70 + number % 20, "TICKETS": 4 + number % 6, "HOURS": 48 + number % 48,
        "TARGET": 30 + number % 14, "WATCH": 8 + number % 20,
    }
    for word, value in values.items():
        text = text.replace(word, str(value))
    return text
