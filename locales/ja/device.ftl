# デバイスの確認

probe-title = デバイスを確認しています
probe-text = { $app } を開けるのは、組織のセキュリティ要件を満たすデバイスだけです。
probe-text-no-app = サインインできるのは、組織のセキュリティ要件を満たすデバイスだけです。
probe-what = このコンピューターのデバイスエージェントが、システムのバージョン、ディスクの暗号化、画面ロックなど、いくつかのセキュリティ設定を読み取ります。ファイルや閲覧内容は読み取りません。
probe-searching = このコンピューターのデバイスエージェントを探しています…
probe-found = デバイスエージェントが応答しました。結果を待っています…
probe-slow = 通常より時間がかかっています。このデバイス上のアプリへのアクセスをブラウザーから求められた場合は、許可してください。
probe-asked = このデバイスを確認しています。少し待ってから「確認が終わったので続ける」を選んでください。
probe-manual = うまくいかない場合は、デバイスエージェントを手動で開いてください。このデバイスを確認し、すぐにこのページに戻ります。
probe-link = デバイスエージェントを開く
probe-link-other = アドレス { $number } を試す
probe-link-none = 開かない場合は、別のアドレスをお試しください。
probe-check = 確認が終わったので続ける
probe-stop = 確認を中止する
probe-permission = このアクセス許可について
probe-permission-text = このデバイス上のアプリへのアクセスをブラウザーから求められることがあります。確認にはその許可が必要です。
probe-frame = このデバイスが見つからない場合は、周りのページの代わりに、このウィンドウでサインインを開いてください。今のところから続けられ、もう一度サインインする必要はありません。
launch-text = デバイスエージェントを開いてください。このデバイスを確認した後、ここから続けられます。
launch-button = デバイスエージェントを開く
launch-download = デバイスエージェントを入手する
launch-unsupported = 組織が求める方法では、このページからデバイスを確認できません。IT ヘルプデスクにお問い合わせください。

# 理由を示した拒否

denied-title = お使いのデバイスは、まだセキュリティ要件を満たしていません
denied-explanation-one = 次の対応をすると、続行できます。
denied-explanation-multiple = 対応の方法は複数あります。そのうち 1 つを行えば十分です。
denied-options-title = いずれか 1 つの対応をしてください
denied-option = 方法 { $number }
denied-next = 対応が完了すると、続行できます。もう一度サインインする必要はありません。
denied-next-app = 対応が完了すると、{ $app } に進みます。もう一度サインインする必要はありません。
denied-next-again = 対応が完了したら、最初からやり直してください。もう一度サインインが必要です。
denied-next-again-app = 対応が完了したら、最初からやり直して { $app } に進んでください。もう一度サインインが必要です。
denied-next-live = このページを開いている間、確認を続けます。
denied-unknown-text = デバイスに問題があるという意味ではありません。
recheck = もう一度確認する
recheck-start-again = もう一度始めて確認する
device-label = デバイス
checked-at = 最終確認：{ $time }
found-label = このデバイス
required-label = 必要な設定
found-label-android = この Android デバイス
found-label-chromeos = この Chromebook
found-label-ios = この iPhone または iPad
found-label-macos = この Mac
found-label-windows = この Windows コンピューター
found-label-elsewhere = 対象のデバイス
checked-label = 確認
ago-seconds = { $count ->
   *[other] { $number } 秒前
}
ago-minutes = { $count ->
   *[other] { $number } 分前
}
auto-is-on = 対応が完了すると、自動的に続行します。
auto-turn-off = オフにする
auto-is-off = 自動的には続行しません。
auto-turn-on = オンにする
denied-wrong = { $count ->
   *[other] 対応が必要です：{ $checks }
}
next-title = このあとの流れ
denied-unknown-title = 確認できなかった項目
checks-fine = { $count ->
   *[other] { $total } 件中 { $number } 件は問題ありません
}
checks-fine-label = 問題なし
why-label = これが大切な理由
label-minutes = 約 { $time }
label-restart = 再起動が必要
label-admin = 管理者の権限が必要
label-help-desk = IT ヘルプデスクが対応
label-quickest = 最も早い方法
effort-together = 全部で約 { $time }です。
effort-one-restart = 再起動が必要なものは最後に行ってください。再起動は 1 回で済みます。
open-place = 「{ $place }」を開く
open-web = { $host } の設定を開く
place-label = 場所
copy = コピー
never-ask = このページでパスワードやコードをお尋ねすることはありません。
viewer-iphone = iPhone でこのページを表示しています。
viewer-ipad = iPad でこのページを表示しています。
viewer-android = Android デバイスでこのページを表示しています。
viewer-chromebook = Chromebook でこのページを表示しています。
viewer-mac = Mac でこのページを表示しています。
viewer-windows = Windows コンピューターでこのページを表示しています。
kind-android = Android デバイス
kind-chromeos = Chromebook
kind-ios = iPhone または iPad
kind-macos = Mac
kind-windows = Windows コンピューター
wrong-device = 対応が必要なのは、{ $kind }「{ $name }」です。手順はそのデバイスで行ってください。
wrong-device-unnamed = 対応が必要なのは、{ $kind }です。手順はそのデバイスで行ってください。
verdict-fail = 対応が必要
verdict-pass = 対応済み
verdict-unknown = 確認できません
live-checking = 確認しています…
live-fixed = 対応済み：{ $check }。
live-failing = まだ対応が必要：{ $check }。
live-unknown = 確認できません：{ $check }。
live-left = { $count ->
    [0] すべて対応済みです。
   *[other] { $total } 件中、残り { $number } 件です。
}
live-offline = 接続が切れました。再接続を試みています。
live-online = 再び接続しました。
live-busy = 現在、混み合っています。まもなくもう一度確認します。
live-busy-in = 現在、混み合っています。{ $time }後にもう一度確認します。
live-same = もう一度確認しました。まだ変わっていません。
live-going = すべて対応済みです。次へ進みます。
live-ready = すべて対応済みです。続けることができます。
live-changed = 必要な対応が変わりました。
live-show = 現在の状態を表示する
live-elsewhere = 別のタブでサインインしました。このタブは閉じてかまいません。

# まったく確認できなかった場合

unchecked-title = デバイスを確認できませんでした
unchecked-agent-unreachable = このコンピューターのデバイスエージェントから応答がありませんでした。デバイスに問題があるという意味ではありません。
unchecked-agent-error = このコンピューターのデバイスエージェントでエラーが発生しました。デバイスに問題があるという意味ではありません。
unchecked-canceled = 確認は途中で中止されました。デバイスに問題があるという意味ではありません。
unchecked-timeout = 確認に時間がかかりすぎました。デバイスに問題があるという意味ではありません。
unchecked-other = 確認の結果が得られませんでした。デバイスに問題があるという意味ではありません。
unchecked-steps-title = 次のことをお試しください
unchecked-step-running = デバイスエージェントがインストールされ、動作していることを確認してください。
unchecked-step-permission = このデバイス上のアプリへのアクセスをブラウザーから求められた場合は、許可してください。
unchecked-step-patience = コンピューターに負荷をかけているプログラムを閉じて、少しお待ちください。
unchecked-step-again = 「もう一度確認する」を選んでください。
unchecked-not-allowed = このデバイスでは、組織独自の確認が許可されていません。デバイスに問題があるという意味ではありません。
unchecked-query-error = 組織の確認項目から正しい結果が得られませんでした。原因はこの確認項目にあり、デバイス側での対応は必要ありません。
unchecked-not-reported = デバイスエージェントから一部の項目が報告されませんでした。エージェントが古い可能性があります。デバイスに問題があるという意味ではありません。
unchecked-step-permission-chromium = アドレスの左にあるアイコンを選び、このデバイス上のアプリ、またはローカルネットワークへのアクセスを許可してください。
unchecked-step-permission-firefox = アドレスの横にある許可のアイコンを選び、このデバイス上のアプリとサービスへのアクセスを許可してください。
unchecked-step-safari = Safari では、ページからこのデバイス上のアプリにアクセスできません。もう一度確認するときは、次のページで「デバイスエージェントを開く」を使うか、別のブラウザーでこのアプリを開いてください。組織でシングルサインオン拡張機能を使っている場合は、Safari の設定でオンにしてください。
unchecked-step-update-agent = デバイスエージェントを更新するか、IT ヘルプデスクに最新版を依頼してください。
unchecked-step-allow = デバイスエージェントで組織の確認を許可するよう、IT ヘルプデスクに依頼してください。
unchecked-step-tell = この確認項目の名前を IT ヘルプデスクに伝えてください。修正できるのは IT ヘルプデスクです。
unchecked-step-restart-agent = デバイスエージェントを終了し、もう一度開いてください。
cause-timeout = 確認に時間がかかりすぎました。
cause-query-error = 確認の結果を正しく得られませんでした。
cause-not-allowed = このデバイスでは、この確認が許可されていません。
cause-not-reported = デバイスエージェントからこの項目の報告がありませんでした。
cause-agent = デバイスエージェントから応答がありませんでした。

# 猶予期間

grace-title = まもなくデバイスの対応が必要になります
grace-due = { $time }までに対応してください。
grace-until = それまでは、これまでどおりサインインできます。
grace-after = それ以降は、対応が完了するまで、このデバイスから { $app } を開けません。
grace-after-no-app = それ以降は、対応が完了するまで、このデバイスからサインインできません。
grace-left = 残り { $time }
grace-over = 対応の期限が過ぎました。
grace-announce = 対応の期限まで、残り { $time }です。
grace-pause = 残り時間の更新を止める
grace-resume = 残り時間を表示する
grace-continue = 続ける
grace-continue-to = { $app } に進む
grace-again-today = このまま続けると、状況が変わらないかぎり、今日の { $time } まではこの画面を表示しません。
grace-again-tomorrow = このまま続けると、状況が変わらないかぎり、明日の { $time } まではこの画面を表示しません。
grace-again-on = このまま続けると、状況が変わらないかぎり、{ $time }まではこの画面を表示しません。
grace-again-never = このまま続けると、状況が変わらないかぎり、期限までこの画面をもう一度表示することはありません。

# 組み込みの確認項目

check-os-version = システムのバージョン
check-disk-encryption = ディスクの暗号化
check-screen-lock = 画面ロック
check-secure-hardware = セキュリティチップ
check-jailbreak = 改変されていないシステム
check-managed = デバイスの管理
check-browser-version = ブラウザーのバージョン
check-firewall = ファイアウォール
check-antivirus = ウイルス対策
check-secure-boot = セキュア ブート
check-safe-browsing = セーフ ブラウジング
check-harmful-apps = 有害なアプリ
check-usb-debugging = USB デバッグ
check-network = ネットワーク
check-compliant = デバイス管理のルール
check-registered = 登録済みデバイス
check-managed-app = 管理対象アプリ
check-other = セキュリティ設定

# デバイスの状態とポリシーの要件

value-none = なし
value-yes = はい
value-no = いいえ
value-at-least = { $version } 以降
value-all-volumes = 内蔵ディスクをすべて暗号化
value-system-volume = システムディスクのみ暗号化
value-full = 完全に暗号化
value-user = ユーザーごとに暗号化
value-not-encrypted = 暗号化なし
value-passcode = パスワードまたは PIN
value-biometric = 指紋または顔認証
value-no-lock = 画面ロックなし
value-chip = あり
value-no-chip = なし
value-modified = 改変あり
value-original = 改変なし
