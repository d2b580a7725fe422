# 拒否や猶予のページから申請する、期限の延長

exemption-time = { $time }
exemption-title = 今すぐ対応できない場合: 延長を申請する
exemption-title-grace = 期限までに対応できない場合: 延長を申請する
exemption-title-again = もう一度延長を申請する
exemption-lead = 組織の管理者が判断し、回答はこのページに表示されます。それまでは何も変わりません。
exemption-reason = 延長が必要な理由
exemption-reason-hint = 組織の管理者が読みます。パスワードや機密情報は書かないでください。
exemption-duration = 希望する期間
exemption-send = 延長を申請する
exemption-reason-blank = 延長が必要な理由を入力してください。
exemption-duration-wrong = 一覧から期間を選んでください。
exemption-too-many = 短い間に何度も申請がありました。時間をおいてもう一度お試しいただくか、組織の IT ヘルプデスクにお問い合わせください。

# 申請の結果

exemption-asked = { $duration }の延長を申請しました（{ $time }）。
exemption-pending = 延長を申請しました
exemption-wait = 管理者からの回答はまだありません。このページは開いたままでかまいません。回答があると表示されます。ページを再読み込みしても確認できます。
exemption-declined = 延長の申請は承認されませんでした
exemption-revoked = 延長は途中で終了しました
exemption-expired = 延長の期限が過ぎました
exemption-approved = 延長が承認されました
exemption-until = { $time }まで有効です。対象外の項目には、引き続き対応が必要です。
exemption-note = 管理者からのメッセージ:
exemption-grace-title = 延長が承認されました
exemption-grace-due = IT 部門により、{ $time }までの延長が認められました。
live-exemption-pending = 延長の申請を送信しました。
live-exemption-approved = 延長が承認されました。
live-exemption-declined = 延長の申請は承認されませんでした。
live-exemption-revoked = 延長は途中で終了しました。
live-exemption-expired = 延長の期限が過ぎました。

# 管理者が判断するページ

exempt-title = 延長の申請
exempt-lead = デバイスが要件を満たしていない人は、延長を申請できます。ここで回答します。
exempt-wrong-scope = このトークンでは、延長の申請を確認できません。
exempt-waiting = 回答待ち
exempt-waiting-none = 回答待ちの申請はありません。
exempt-more = ここに表示されていない申請もあります。回答すると、次の申請が表示されます。
exempt-decided = 最近の回答
exempt-gone = この申請は見つかりません。アドレスが正しいか確認してください。
exempt-asks-for = { $person }: { $duration }を希望（{ $time }から）
exempt-answered = { $person }: { $status }、{ $time }
exempt-one-title = { $person } さんからの延長の申請
exempt-person = 申請者
exempt-policy = ポリシー
exempt-checks = 満たしていない項目
exempt-reason = 理由
exempt-asked = 申請日時
exempt-for = 希望する期間
exempt-status = 状態
exempt-decided-by = 回答者
exempt-decided-at = 回答日時
exempt-granted = 承認した期間
exempt-until = 期限
exempt-note = メモ
exempt-pending = 回答待ち
exempt-approved = 承認
exempt-declined = 却下
exempt-revoked = 途中で終了
exempt-expired = 期限切れ
exempt-answer = 回答
exempt-answer-lead = 承認すると、ポリシーを満たしていなくても、期限までこのデバイスからサインインできます。回答は申請者のページにすぐ表示されます。
exempt-time = 承認する期間
exempt-note-label = 申請者へのメモ
exempt-note-hint = ここに書いたとおりに申請者に表示されます。
exempt-approve = 承認する
exempt-decline = 却下する
exempt-revoke-title = 途中で終了する
exempt-revoke-lead = 終了すると、この人とこのデバイスに再びポリシーが適用されます。
exempt-revoke = 今すぐ終了する
exempt-forbidden = この申請には回答できません。このトークンにスコープ { $scope } がないか、ご自身の申請です。ご自身の申請には、ほかの人の回答が必要です。
exempt-decided-already = もう回答できません。ほかの人が先に回答したか、期限が過ぎたか、ポリシーで認められなくなりました。現在の状態は次のとおりです。
exempt-duration-wrong = ポリシーで認められている期間を超えています。短い期間を選んでください。
exempt-note-wrong = メモが長すぎます。短くしてください。
exempt-refused = 受け付けられませんでした。何も変更されていません。
exempt-back = すべての申請
