"""What the tests share: stand-ins, a server, a browser, attacks, a campaign of crashes."""
