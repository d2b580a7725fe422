# Screens that talk to something beside the server: programs on the device, telephones, security keys.

agent-asking = このデバイスのアプリに問い合わせています…
agent-done = このデバイスのアプリが処理を引き継ぎました。アプリの案内に従ってから、ここに戻ってください。
agent-failed = このデバイスのアプリから応答がありませんでした。
agent-failed-open = このデバイスのアプリから応答がありませんでした。案内のページを開いています…

# Pages that wait for something elsewhere.

waiting-stopped = このページは自動確認を停止しました。準備ができたら「応答を確認する」を押してください。
waiting-note = 応答があり次第、このページは自動的に先に進みます。
waiting-stop = 自動確認を停止する
waiting-resume = 自動確認を再開する
waiting-count = { $seconds } 秒後に再試行します。
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
blocked-frame = このページは別のページの一部として表示されており、そのページがアクセスを許可する必要があります。サインインを別のウィンドウで開くか、フレームに allow="local-network-access" が必要であることを IT ヘルプデスクに伝えてください。
blocked-again = ここに戻り、「もう一度探す」を選択します。
blocked-retry = もう一度探す
