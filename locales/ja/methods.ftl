# Screens that talk to something beside the server: programs on the device, telephones, security keys.

agent-asking = このデバイスのアプリに問い合わせています…
agent-done = このデバイスのアプリが処理を引き継ぎました。アプリの案内に従ってから、ここに戻ってください。
agent-failed = このデバイスのアプリから応答がありませんでした。
agent-failed-open = このデバイスのアプリから応答がありませんでした。案内のページを開いています…

# Pages that wait for something elsewhere.

waiting-stopped = このページは自動確認を停止しました。準備ができたら「応答を確認する」を選んでください。
waiting-note = 応答があり次第、このページは自動的に先に進みます。
waiting-stop = 自動確認を停止する
waiting-resume = 自動確認を再開する
waiting-count = { $seconds } 秒後に再試行します。
waiting-too-many = リクエストが多すぎました。{ $time }後にもう一度確認します。

# The browser does not let the page look for the device agent.

launch-title = デバイスエージェントを開く
blocked-title = ブラウザーがこのページによるデバイスエージェントの検索を許可していません
blocked-text = デバイスに問題があるという意味ではありません。このページからはデバイスを確認できませんでした。
blocked-chrome-1 = アドレスバーの左端にあるアイコンを選択して、サイトの設定を開きます。
blocked-chrome-2 = 「デバイス上のアプリ」または「ローカル ネットワーク アクセス」を「許可」にします。
blocked-edge-1 = アドレスバーの左端にある鍵アイコンを選択し、「このサイトのアクセス許可」を選択します。
blocked-firefox-1 = アドレスバーの左端で、ブロックされた許可を示すアイコンを選択します。
blocked-firefox-2 = このデバイス上のアプリとサービスに対するブロックを解除します。
blocked-safari = Safari では、安全なページからこの方法で Mac 上のアプリに接続できません。このページのボタンでデバイスエージェントを開くか、別のブラウザーを使用してください。
blocked-frame = このページは別のページの一部として表示されており、そのページがアクセスを許可する必要があります。下のボタンで、このウィンドウにサインインを開いてください。今のところから続けられます。または、フレームに allow="local-network-access; loopback-network" が必要であることを IT ヘルプデスクに伝えてください。
blocked-again = ここに戻り、「もう一度探す」を選択します。
blocked-retry = もう一度探す

# Security keys and passkeys.

key-verify-text = セキュリティキー、またはこのデバイスの指紋、顔、PIN による確認をブラウザーが求めます。
key-verify = セキュリティキーまたはパスキーを使う
key-enroll-text = セキュリティキー、またはこのデバイスの指紋、顔、PIN をブラウザーが登録します。
key-enroll = セキュリティキーまたはパスキーを設定する
key-needs-script = この方法には JavaScript が必要ですが、このブラウザーでは無効になっています。有効にしてページを再読み込みするか、下から別の方法を選択してください。
key-asking = ブラウザーの案内に従ってください…
key-again = もう一度試す
key-error = うまくいきませんでした。もう一度試すか、別の方法を選択してください。
key-canceled = 確認できませんでした。キャンセルされたか、時間がかかりすぎたか、このデバイスに対応するキーがありません。もう一度試すか、別の方法を選択してください。
key-enroll-canceled = 設定できませんでした。キャンセルされたか、時間がかかりすぎました。もう一度試すか、別の方法を選択してください。
key-known = このキーはすでに設定されています。別のキーを使用してください。
key-wrong-address = このアドレスではブラウザーがキーを受け付けません。ご自身では変更できないため、IT ヘルプデスクにお知らせください。
key-not-supported = このブラウザーでは、組織が求める方法でセキュリティキーを使用できません。別のブラウザーを使用するか、別の方法を選択してください。

# What this page does not load.

form-captcha = 組織はここで CAPTCHA を求めています。このページは他社のものを何も読み込まないため、表示できません。そのままお試しください。拒否された場合は、別の方法を選択するか、IT ヘルプデスクにお問い合わせください。
