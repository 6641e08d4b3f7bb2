window.YTD.tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "501702184017428480"
          ]
        }
      },
      "retweeted": false,
      "entities": {
        "hashtags": []
      },
      "favorite_count": "12",
      "id_str": "501702184017428480",
      "id": "501702184017428480",
      "retweet_count": "3",
      "created_at": "Tue Aug 19 14:05:00 +0000 2014",
      "full_text": "My own, \"quoted\"\nin two lines",
      "lang": "en",
      "extended_entities": {
        "media": [
          {
            "type": "photo",
            "id_str": "1"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "501702184017428481"
          ]
        }
      },
      "retweeted": false,
      "entities": {
        "hashtags": []
      },
      "favorite_count": "0",
      "id_str": "501702184017428481",
      "id": "501702184017428481",
      "retweet_count": "900",
      "created_at": "Tue Aug 19 14:05:00 +0000 2014",
      "full_text": "RT @other: the other's counts",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "501702184017428482"
          ]
        }
      },
      "retweeted": false,
      "entities": {
        "hashtags": []
      },
      "favorite_count": "1",
      "id_str": "501702184017428482",
      "id": "501702184017428482",
      "retweet_count": "0",
      "created_at": "Tue Aug 19 14:05:00 +0000 2014",
      "full_text": "@friend thanks",
      "lang": "und",
      "in_reply_to_status_id_str": "501702184017428000"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "501702184017428483"
          ]
        }
      },
      "retweeted": false,
      "entities": {
        "hashtags": []
      },
      "favorite_count": "1",
      "id_str": "501702184017428483",
      "id": "501702184017428483",
      "retweet_count": "1",
      "created_at": "yesterday",
      "full_text": "no time",
      "lang": "en"
    }
  }
]
