# Ways to prove who one is, as choices.

method-tac = 一時アクセスコード
method-smart-card = スマートカード
method-sms = SMS
method-call = 電話
method-push = プッシュ通知
method-code = アプリのコード
method-okta-verify-push = Okta Verify のプッシュ通知
method-okta-verify-code = Okta Verify のコード
method-fastpass = このデバイスの Okta FastPass
method-due = { $time }までに設定してください。
about-email = コードまたはリンクを送信します。
about-phone = 電話にコードを送信するか、電話をかけます。
about-push = スマートフォンで承認します。
about-token = トークンまたはアプリのコードを入力します。
about-password = アカウントのパスワードを設定します。
about-security-key = セキュリティキー、またはデバイスの指紋、顔、PIN を使います。
about-question = 自分だけが答えられる質問を選びます。
about-okta-verify = 本人であることを確認する、スマートフォンやパソコンのアプリです。
about-app-code = アプリに表示されるコードを入力します。
about-yubikey = YubiKey を差し込んで触れると、コードが入力されます。
about-elsewhere = { $name } に進みます。
about-tac = IT ヘルプデスクから受け取ったコードを入力します。
about-smart-card = PIV や CAC などのカードを使います。
group-required = 今すぐ設定が必要
group-required-now = 今すぐ設定が必要
group-required-soon = 近日中に設定が必要
group-optional = 任意
method-skips = { $count ->
   *[other] あと { $number } 回まで後回しにできます。
}
