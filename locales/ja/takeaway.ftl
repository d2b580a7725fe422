# 「この手順を持ち出す」：テキスト、印刷、カレンダー。

take-title = この手順を持ち出す
take-copy = テキストとしてコピー
take-copied = 手順をコピーしました。
take-copy-failed = コピーできませんでした。手順をプレーンテキストで開いてコピーしてください。
take-print = 印刷
take-text = プレーンテキストで表示
take-calendar = カレンダーにリマインダーを追加
take-as-of = { $brand }、{ $time }現在
take-summary = デバイスの修正期限：アクセスが終了します
take-summary-app = デバイスの修正期限：{ $app }へのアクセスが終了します
