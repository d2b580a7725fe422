# 「この手順を手元に残す」：テキスト、印刷、カレンダー。

take-title = この手順を手元に残す
take-copy = テキストとしてコピー
take-copied = 手順をコピーしました。
take-copy-failed = コピーできませんでした。手順をプレーンテキストで開いてコピーしてください。
take-print = 印刷
take-text = プレーンテキストで表示
take-calendar = カレンダーにリマインダーを追加
take-as-of = { $brand }、{ $time }現在
take-summary = デバイスの修正期限：アクセスが終了します
take-summary-app = デバイスの修正期限：{ $app } へのアクセスが終了します

# サーバーが預かるもの。

take-phone = スマートフォンでこの手順を読む
take-phone-before = 手順だけのコピーです。名前、アカウント、デバイスの確認結果は含まれません。
take-phone-make = QR コードを表示
take-phone-scan = スマートフォンのカメラで読み取るか、次のアドレスを開いてください。
take-phone-image = アドレス { $address } の QR コード
take-phone-note = このリンクを知っている人は、{ $time }まで手順を読めます。
take-restart = 再起動の後に戻る
take-restart-needed = この手順の中に、デバイスが再起動するものがあります。
take-restart-before = このページに一度だけ戻れるリンクです。別のブラウザーでは、もう一度パスワードを求められます。
take-restart-make = リンクを作成
take-restart-note = 再起動する前に、このリンクを保存してください。{ $time }まで一度だけ使えます。誰にも渡さないでください。組織の担当者がこのリンクを尋ねることはありません。
take-desk = このページについて問い合わせる
take-desk-before = IT ヘルプデスクが、このページの内容を同じ文面で確認できるコードです。
take-desk-make = コードを表示
take-desk-note = このコードを IT ヘルプデスクに伝えてください。お名前を除いて、このページの内容が伝わります。{ $time }まで使えます。

# コピー。

copy-title = デバイスを修正する手順
copy-lead = 作業しながら読むためのコピーです。サインインの続きは、対象のデバイスで行ってください。
copy-note = このコピーは { $time }まで読めます。
problem-handout-title = この手順はもうありません
problem-handout = コピーを読める期間は限られています。サインインページで新しく作成するか、アドレスが正しいか確認してください。

# ヘルプデスク。

desk-title = 表示された内容を確認する
desk-lead = 相手が読み上げたコードを入力してください。
desk-code = コード
desk-token = API トークン
desk-token-hint = スコープ { $scope } を持つ組織のトークン。このブラウザーに 15 分間保存されます。
desk-open = 表示
desk-wrong-token = このトークンは無効です。全体をコピーしたか確認してください。
desk-wrong-scope = このトークンでは、表示された内容を確認できません。
desk-wrong-code = コードが存在しないか、期限が切れています。もう一度読み上げてもらうか、新しく作成してもらってください。
desk-shown-title = この人に表示された内容
desk-redacted = 名前、アカウント、デバイス名、組織独自の確認の結果は省かれています。それ以外は表示されたとおりです。閲覧したことはシステムログに記録されます。
desk-when = 表示日時
desk-checked = デバイスの確認日時
desk-app = アプリ
desk-system = システム
desk-language = 言語
desk-evaluation = 評価
desk-version = Doorstep のバージョン
desk-until = コードの期限
desk-another = 別のコードを入力
desk-sign-out = トークンを消去

# 戻る道。

resume-title = サインインを続ける
resume-lead = このリンクは、別のブラウザーで始めたサインインを続けるためのものです。パスワードを求められます。
resume-warning = 自分で作成したリンクの場合だけ続けてください。誰かから送られてきた場合は、このページを閉じてください。
resume-go-on = 続ける
problem-resume-title = このリンクはもう使えません
problem-resume = リンクは一度だけ、限られた期間だけ使えます。アプリをもう一度開いて、そこからサインインしてください。デバイスが改めて確認されます。
