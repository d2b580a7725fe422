# すべてのページに共通する文言

page-title = { $state } – { $brand }
page-title-error = エラー：{ $state } – { $brand }
language-label = 言語
help-title = お困りですか？
help-text = 組織の IT ヘルプデスクにお問い合わせください。
labelled = { $label }：{ $value }
link-instructions = { $host } の手順を見る
help-phone = 電話
help-email = メール
help-hours = 受付時間
help-page = ヘルプページ
link-unusual = このアドレスには通常と異なる文字が含まれています。心当たりがある場合だけ開いてください。
link-unencrypted = 暗号化されていません。ネットワーク上のほかの人に読み取られる可能性があります。
link-new-tab = （新しいタブで開きます）
signing-in-as = { $user } としてサインイン中
app-line = { $app } に進みます
notice-error = 問題
notice-warning = 重要
notice-info = お知らせ
notice-empty = サインインサービスから問題の説明がありませんでした。もう一度試すか、IT ヘルプデスクにお問い合わせください。
notice-success = 完了
working = 処理しています…

# サインインの終了

expired-title = サインインの有効期限が切れました
expired-text = アカウントを保護するため、サインインには時間の制限があります。失われたものはありません。もう一度始めると、同じ場所に進めます。
start-again = もう一度始める
terminal-title = ここから先には進めません
denied-generic-title = アクセスできません
denied-generic-help = アクセスできるはずだと思われる場合は、組織の IT ヘルプデスクにお問い合わせください。

# サービス側の問題

problem-title = 申し訳ありません。現在、続行できません
problem-unreachable = 現在、サインインサービスに接続できません。
problem-slow = サインインサービスの応答に時間がかかりすぎています。
problem-failed = サインインサービスから正しい応答を受け取れませんでした。
problem-internal = こちら側で問題が発生しました。
problem-nothing-saved = 入力した内容は保存されていません。お使いのデバイスやアカウントが原因ではありません。
problem-too-many-title = しばらくお待ちください
problem-too-many = 短い時間に試行が繰り返されました。
problem-wait = { $time }後にもう一度お試しください。
problem-wait-some = 数分待ってから、もう一度お試しください。
problem-configuration-title = この方法ではアプリを開けません
problem-configuration = アプリからのサインイン要求が受け付けられませんでした。修正できるのはアプリの管理者だけです。
problem-blocked-title = ネットワークがこのサインインをブロックしています
problem-blocked = 途中のプロキシ、VPN、またはファイアウォールが要求を通しませんでした。別のネットワークを試すか、組織の IT ヘルプデスクにお問い合わせください。
problem-not-found-title = ページが見つかりません
problem-not-found = アドレスを入力した場合は、正しいかご確認ください。それ以外の場合は、もう一度アプリを開き、そこからサインインしてください。
problem-refused-title = 何も変更されていません
problem-refused = フォームがこのページから送信されていないか、ブラウザーから Cookie が送信されませんでした。このサイトの Cookie を許可してから、もう一度アプリを開いてください。
problem-frame-title = このウィンドウでサインインを開いてください
problem-frame = お使いのブラウザーは、別のページの中に表示されたページの Cookie を保存しません。Cookie がないと、ここではサインインを続けられません。周りのページの代わりに、このウィンドウでサインインを開いてください。失われるものはなく、その後アプリに進みます。
frame-open = このウィンドウで開く
problem-try-again = もう一度試す
problem-code = アプリの管理者向けコード：{ $code }
problem-reference = ヘルプデスク用の参照番号：{ $reference }

# サインイン済み

success-title = サインインしました
success-fixed-title = 対応が完了し、サインインしました
success-text = お使いのデバイスはセキュリティ要件を満たしています。
success-continue = 続ける
success-continue-to = { $app } に進む
success-auto = まもなく自動的に移動します。
success-auto-is-on = 自動的に続行します。
success-stay = このページにとどまる
success-stayed = このページにとどまります。準備ができたら「続ける」を選んでください。
success-soon = まもなく移動します
success-open = { $app } を開く

# サインインの有効な時間

session-until = このサインインは { $time } まで有効です。
session-extend = 有効な時間を延ばす
session-warning = このサインインはあと数分で終了します。「有効な時間を延ばす」を選ぶか Esc キーを押すと、入力した内容はそのまま残ります。
session-warning-only = このサインインはあと数分で終了します。その後はもう一度始めると、同じ場所に進めます。
session-extended = このサインインの有効な時間を { $time } まで延ばしました。
session-failed = 延長できませんでした。少し待ってからもう一度お試しください。
session-over = このサインインは終了しました。失われたものはありません。もう一度始めると、同じ場所に進めます。
session-soon = まもなく終了
session-ended = 終了
