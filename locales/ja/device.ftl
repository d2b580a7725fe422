# デバイスの確認

probe-title = デバイスを確認しています
probe-text = { $app } を開けるのは、組織のセキュリティ要件を満たすデバイスだけです。
probe-text-no-app = サインインできるのは、組織のセキュリティ要件を満たすデバイスだけです。
probe-what = このコンピューターのデバイスエージェントが、システムのバージョン、ディスクの暗号化、画面ロックなど、いくつかのセキュリティ設定を読み取ります。ファイルや閲覧内容は読み取りません。
probe-searching = このコンピューターのデバイスエージェントを探しています…
probe-found = デバイスエージェントが応答しました。結果を待っています…
probe-slow = 通常より時間がかかっています。このデバイス上のアプリへのアクセスをブラウザーから求められた場合は、許可してください。
probe-asked = このデバイスを確認しています。少し待ってから「確認が終わったので続ける」を押してください。
probe-manual = うまくいかない場合は、デバイスエージェントを手動で開いてください。このデバイスを確認し、すぐにこのページに戻ります。
probe-link = デバイスエージェントを開く
probe-link-other = アドレス { $number } を試す
probe-link-none = 開かない場合は、別のアドレスをお試しください。
probe-check = 確認が終わったので続ける
probe-stop = 確認を中止する
probe-permission = このアクセス許可について
probe-permission-text = このデバイス上のアプリへのアクセスをブラウザーから求められることがあります。確認にはその許可が必要です。
launch-text = デバイスエージェントを開いてください。このデバイスを確認した後、ここから続けられます。
launch-button = デバイスエージェントを開く
launch-download = デバイスエージェントを入手する
launch-unsupported = 組織が求める方法では、このページからデバイスを確認できません。IT ヘルプデスクにお問い合わせください。

# 理由を示した拒否

denied-title = お使いのデバイスは、まだセキュリティ要件を満たしていません
denied-explanation-one = 次の対応をすると、続行できます。
denied-explanation-multiple = 次のいずれか 1 つの対応をすると、続行できます。すべてを行う必要はありません。
denied-options-title = いずれか 1 つの対応をしてください
denied-option = 方法 { $number }
denied-next = 対応が完了すると、続行できます。もう一度サインインする必要はありません。
denied-next-app = 対応が完了すると、{ $app } に進みます。もう一度サインインする必要はありません。
denied-next-live = このページを開いている間、確認を続けます。
denied-unknown-text = デバイスに問題があるという意味ではありません。
denied-passed = { $count ->
   *[other] 他の { $number } 件の確認は問題ありません
}
recheck = もう一度確認する
recheck-start-again = もう一度始めて確認する
device-label = デバイス
checked-at = 最終確認: { $time }
found-label = このデバイス
required-label = 必要な設定
auto-is-on = 対応が完了すると、自動的に続行します。
auto-turn-off = オフにする
auto-is-off = 自動的には続行しません。
auto-turn-on = オンにする
verdict-fail = 対応が必要
verdict-pass = 対応済み
verdict-unknown = 確認できません
live-checking = 確認しています…
live-fixed = { $check }: 対応済みです。
live-failing = { $check }: まだ対応が必要です。
live-unknown = { $check }: 確認できませんでした。
live-left = { $count ->
    [0] すべて対応済みです。
   *[other] 残り { $number } 件です。
}
live-paused = 自動更新はオフです。対応が終わったら「もう一度確認する」を選んでください。
live-offline = 接続が切れました。再接続を試みています。

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
grace-over = 期限が過ぎました。
grace-announce = 対応の期限まで、残り { $time }です。
grace-pause = 残り時間の更新を止める
grace-resume = 残り時間を表示する
grace-continue = 続ける
grace-continue-to = { $app } に進む

# 組み込みの確認項目

check-os-version = システムのバージョン
check-disk-encryption = ディスクの暗号化
check-screen-lock = 画面ロック
check-secure-hardware = セキュリティチップ
check-jailbreak = システムの改変
check-managed = デバイスの管理
check-browser-version = ブラウザーのバージョン
check-firewall = ファイアウォール
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
