//! A playbook small enough to see through, in the one style, and four accounts: with 3, 12, 15 and an unknown number of
//! logins.

pub const PLAYBOOK: &str = "\
stageplay 1

playbook customers \"Our customers\" { }

roles {
  csm = \"csm@example.com\"
}

account {
  id       = account_id
  revenue  = arr

  account_id  text       required
  arr         money USD  required
  logins      count
}

play save \"Speak before they decide\" {
  when           logins < 10
  priority       amount(arr)
  owner          csm
  if cleared     close after 7 days
  again          after 30 days
  on activation  existing

  task call \"Call {account_id}\"  due in 2 days
}
";

pub const ACCOUNTS: &str = "account_id,arr,logins\na-1,48000,3\na-2,120000,12\na-3,30000,15\na-4,9000,\n";
